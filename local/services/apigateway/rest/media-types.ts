import { mediaTypeOf } from "../public/media-type";

/** Which media types an API treats as binary. */
export class BinaryMediaTypes {
  private readonly all: boolean;

  constructor(private readonly types: readonly string[]) {
    this.all = types.includes("*/*");
  }

  /** @param header - a Content-Type or Accept header; of several types in it the first counts, as on AWS */
  includes(header: string | undefined): boolean {
    if (this.types.length === 0) return false;
    if (this.all) return true;
    const type = mediaTypeOf(header ?? "");
    return this.types.some((one) =>
      one.endsWith("/*") ? type.startsWith(one.slice(0, -1)) : one.toLowerCase() === type,
    );
  }
}
