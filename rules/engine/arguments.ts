/** Arguments of a block of Terraform JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A nested block: an object, or the first of a list. */
export function block(args: Arguments, name: string): Arguments | undefined {
  return blocks(args, name)[0];
}

/** Nested blocks of which there may be many, those that Terraform repeats for a list (`dynamic`) as their pattern. */
export function blocks(args: Arguments, name: string): readonly Arguments[] {
  const dynamic = listOf(args["dynamic"]).flatMap((each) => listOf((each as Arguments)[name]));
  return [args[name], ...dynamic.map((each) => (each as Arguments)["content"])]
    .flatMap(listOf)
    .filter((each): each is Arguments => typeof each === "object" && each !== null);
}

/** A number that may be written as text, or AWS's default where there is none; nothing for a reference. */
export function numberOr(value: unknown, whenAbsent: number): number | undefined {
  if (!isGiven(value)) return whenAbsent;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Whether an argument is set; to Terraform, null is as good as nothing, and so is an empty text to the provider. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Whether a switch is on; Terraform takes it as text, too. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** Whether an argument has a value, or may have: only Terraform knows what an expression yields. */
export function mayBe(value: unknown, wanted: string | boolean): boolean {
  return String(value) === String(wanted) || isExpression(value);
}

/** Whether a value is a reference or an expression, so that only Terraform knows it; `$${` stands for itself. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && /(?:^|[^$])\$\{/.test(value);
}

/** A list, or what would be its only element. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
