import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { MotoCloud } from "./moto-cloud";

type Content = Readonly<Record<string, unknown>>;

/** What the bucket of an environment's states holds, looked at past the project's own code. */
export class StateBucket {
  readonly name: string;

  constructor(
    private readonly cloud: MotoCloud,
    private readonly environment: string,
  ) {
    this.name = `${environment}-shop-terraform-state-${cloud.accountId}`;
  }

  /** The state of a stack, such as `ordering`; undefined when there is none. */
  state(stack: string): Promise<Content | undefined> {
    return this.read(`${this.environment}/${stack}.tfstate`);
  }

  /** What is recorded of the apply of a bundle to a stack, such as `dev-ordering`; undefined when it was not begun. */
  record(digest: string, stack: string): Promise<Content | undefined> {
    return this.read(`${this.environment}/applies/${digest.slice("sha256:".length)}/${stack}.json`);
  }

  /** Puts a state there behind the back of the project. */
  async writeState(stack: string, content: unknown): Promise<void> {
    const Key = `${this.environment}/${stack}.tfstate`;
    await this.with((client) =>
      client.send(new PutObjectCommand({ Bucket: this.name, Key, Body: JSON.stringify(content) })),
    );
  }

  private read(Key: string): Promise<Content | undefined> {
    return this.with(async (client) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: this.name, Key }));
        return JSON.parse((await Body?.transformToString()) ?? "null");
      } catch (error) {
        if ((error as Error).name === "NoSuchKey") return undefined;
        throw error;
      }
    });
  }

  private async with<T>(use: (client: S3Client) => Promise<T>): Promise<T> {
    const client = new S3Client(this.cloud.clientConfig);
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }
}
