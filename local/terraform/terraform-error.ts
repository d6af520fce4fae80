/** Something that Terraform would refuse as well: a missing file, a broken template, a cycle, a failed resource. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}
