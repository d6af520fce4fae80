import type { ServiceFactory } from "../kernel/service";
import { sqs } from "./sqs";

/** Every service that the local cloud models. */
export const serviceFactories: readonly ServiceFactory[] = [sqs];
