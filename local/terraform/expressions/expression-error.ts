/** An expression that cannot be read or evaluated; whoever knows the address of its argument adds it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
