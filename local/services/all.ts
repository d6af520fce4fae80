import type { ServiceFactory } from "../kernel/service";

/** Every service that the local cloud models. */
export const serviceFactories: readonly ServiceFactory[] = [];
