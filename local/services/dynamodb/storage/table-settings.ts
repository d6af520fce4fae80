import type { OnDemandThroughput, Throughput } from "./secondary-index";

/** How a table is paid for; throttling is not modelled for either. */
export type BillingMode = "PROVISIONED" | "PAY_PER_REQUEST";

/** Encryption at rest other than with the key that AWS owns; shown, not done. */
export interface EncryptionSettings {
  readonly kmsKeyArn: string;
}

/** What may change in a table's lifetime besides its items and indexes. */
export interface TableSettings {
  readonly billingMode: BillingMode;
  /** Zero for on-demand tables. */
  readonly throughput: Throughput;
  readonly onDemandThroughput?: OnDemandThroughput;
  /** When the table last became an on-demand table. */
  readonly onDemandSinceMs?: number;
  readonly deletionProtection: boolean;
  readonly tableClass: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  readonly encryption?: EncryptionSettings;
  readonly recovery?: { readonly enabledMs: number; readonly periodDays: number };
  readonly tags: Readonly<Record<string, string>>;
}
