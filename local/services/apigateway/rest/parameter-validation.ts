import type { Exchange } from "../public/exchange";
import { requestParameter } from "../public/template";
import type { MethodDefinition } from "./definition";
import { type Refusal, refuse } from "./refusal";

/** Checks that the parameters which a method requires are there and not empty. */
export function parameterValidator(
  parameters: MethodDefinition["requestParameters"],
): (exchange: Exchange) => Refusal | undefined {
  const required = Object.keys(parameters).filter((name) => parameters[name] === true);
  return (exchange) => {
    const missing = required.filter((name) => !requestParameter(exchange, name));
    if (missing.length === 0) return undefined;
    const names = missing.map((name) => name.split(".").slice(3).join("."));
    return refuse("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names.join(", ")}]`);
  };
}
