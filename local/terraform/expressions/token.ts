/** A word of Terraform's expression language. */
export type Token = { /** Index in the source text. */ readonly at: number; readonly newLine: boolean } & (
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "identifier"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string }
  /** A quoted text, which is a template of its own. */
  | { readonly kind: "quoted"; readonly parts: readonly TemplatePart[] }
);

/** A piece of a template: literal text, or the words between `${` and `}`. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "interpolation"; readonly tokens: readonly Token[] };
