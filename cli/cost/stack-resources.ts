import * as z from "zod";
import { CliError } from "../cli-error";
import { Resource } from "./resource";

const values = z.record(z.string(), z.unknown());

const configuration = z.object({
  resource: z.record(z.string(), z.record(z.string(), values)).optional(),
});

interface StateModule {
  readonly resources?: readonly z.output<typeof stateResource>[] | undefined;
  readonly child_modules?: readonly StateModule[] | undefined;
}
const stateResource = z.object({ mode: z.string(), address: z.string(), type: z.string(), values });
const stateModule: z.ZodType<StateModule> = z.object({
  resources: z.array(stateResource).optional(),
  get child_modules() {
    return z.array(stateModule).optional();
  },
});
const plan = z.object({
  format_version: z.string(),
  prior_state: z.object({ values: z.object({ root_module: stateModule }).optional() }).optional(),
});

/**
 * The resources that a stack asks for.
 * @param template - the stack's `cdk.tf.json`
 * @throws CliError when it is no synthesized stack
 */
export function synthesizedResources(stack: string, template: unknown): readonly Resource[] {
  const parsed = configuration.safeParse(template);
  if (!parsed.success) throw new CliError(`The configuration of ${stack} is no synthesized stack.`);
  return Object.entries(parsed.data.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => new Resource(stack, `${type}.${name}`, type, body)),
  );
}

/**
 * The resources that are deployed, by what a plan found before it; none for a stack that was never applied.
 * @param planned - what `terraform show -json <plan>` prints
 * @throws CliError when it is no plan
 */
export function deployedResources(stack: string, planned: unknown): readonly Resource[] {
  const parsed = plan.safeParse(planned);
  if (!parsed.success) {
    throw new CliError(`The plan of ${stack} is not what "terraform show -json" prints of a saved plan.`);
  }
  const root = parsed.data.prior_state?.values?.root_module;
  return root === undefined ? [] : managed(stack, root);
}

function managed(stack: string, module: StateModule): readonly Resource[] {
  const own = (module.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .map(({ address, type, values }) => new Resource(stack, address, type, values));
  return [...own, ...(module.child_modules ?? []).flatMap((child) => managed(stack, child))];
}
