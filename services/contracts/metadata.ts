import * as z from "zod";

/**
 * What every event carries beside its data. `occurredAt` is UTC with exactly three decimals, so that the
 * order of two events is the order of the two strings.
 */
export const eventMetadata = z.object({
  eventId: z.string().min(1).max(128),
  correlationId: z.string().min(1).max(128),
  occurredAt: z.iso.datetime({ precision: 3 }),
  version: z.literal(1),
});

export type EventMetadata = z.infer<typeof eventMetadata>;
