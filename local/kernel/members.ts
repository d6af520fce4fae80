import { UnsupportedError } from "./errors";

/**
 * Refuses members of an input that would otherwise be ignored in silence.
 * @param action - such as `events:PutRule`, for the message
 * @throws UnsupportedError naming the member
 */
export function onlyModelled(action: string, input: object, modelled: readonly string[]): void {
  for (const [member, value] of Object.entries(input)) {
    if (value === undefined || value === null || modelled.includes(member)) continue;
    throw new UnsupportedError(
      `${action} with ${member} is not modelled by the local cloud; it takes ${modelled.join(", ")}`,
    );
  }
}
