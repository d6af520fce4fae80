import { IncomingMessage } from "node:http";

const NO_BODY = Buffer.alloc(0);

/**
 * A request whose body is gathered as it arrives. Through a stream it would take a tenth of all the time that a small
 * request takes, even one without a body.
 */
export class IncomingRequest extends IncomingMessage {
  private chunks: Buffer[] | undefined = [];
  private size = 0;
  private mostBytes = 0;
  private whenComplete: ((body: Buffer | undefined) => void) | undefined;

  /**
   * The whole body; to be asked for as soon as the request is there.
   * @param mostBytes - beyond it nothing is kept
   * @returns undefined for a longer body, once it has all arrived
   */
  readBody(mostBytes: number): Promise<Buffer | undefined> | Buffer {
    const { "content-length": length, "transfer-encoding": encoding } = this.headers;
    if (length === undefined && encoding === undefined) return NO_BODY;
    this.mostBytes = mostBytes;
    return new Promise((resolve) => {
      this.whenComplete = resolve;
    });
  }

  /** Takes what Node has read of the body, and null at its end. */
  override push(chunk: Buffer | null): boolean {
    if (chunk === null) {
      this.whenComplete?.(this.chunks && joined(this.chunks));
      // Node keeps the last request of a connection until the next one.
      this.chunks = undefined;
      this.whenComplete = undefined;
    } else {
      this.size += chunk.length;
      if (this.size > this.mostBytes) this.chunks = undefined;
      this.chunks?.push(chunk);
    }
    return true;
  }

  /** Does nothing: nothing is left to flow, and Node lets every request flow in the end. */
  override resume(): this {
    return this;
  }
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}
