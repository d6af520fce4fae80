import { type EventPattern, matchesPattern } from "../../event-pattern/matches";
import type { Kernel } from "../../kernel/kernel";
import type { BridgeEvent } from "./bridge-event";
import type { AcceptedEvent } from "./router";

/** An event as an archive keeps it. */
export interface ArchivedEvent {
  readonly event: BridgeEvent;
  readonly acceptedAtMs: number;
}

/** What an archive keeps, and of which bus. */
export interface ArchiveDefinition {
  readonly name: string;
  readonly busArn: string;
  /** Everything when absent. */
  readonly pattern: EventPattern | undefined;
  /** 0 keeps events for ever. */
  readonly retentionDays: number;
}

interface Archive extends ArchiveDefinition {
  readonly events: ArchivedEvent[];
}

const DAY_MS = 86_400_000;

/** The archives of one cloud. */
export class Archives {
  private readonly byName = new Map<string, Archive>();

  constructor(private readonly kernel: Kernel) {}

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Makes an archive, or changes one and keeps its events. */
  put(definition: ArchiveDefinition): void {
    const events = this.byName.get(definition.name)?.events ?? [];
    this.byName.set(definition.name, { ...definition, events });
  }

  delete(name: string): void {
    this.byName.delete(name);
  }

  /** Keeps an event in every archive of the bus whose pattern it matches. */
  record(busArn: string, { event, acceptedAtMs }: AcceptedEvent): void {
    for (const archive of this.byName.values()) {
      if (archive.busArn !== busArn) continue;
      if (archive.pattern !== undefined && !matchesPattern(archive.pattern, event)) continue;
      archive.events.push({ event, acceptedAtMs });
      this.expire(archive);
    }
  }

  /** The events that an archive still has, the oldest first; undefined when there is no such archive. */
  events(name: string): readonly ArchivedEvent[] | undefined {
    const archive = this.byName.get(name);
    if (archive !== undefined) this.expire(archive);
    return archive?.events;
  }

  private expire({ events, retentionDays }: Archive): void {
    if (retentionDays === 0) return;
    const oldestMs = this.kernel.clock.now() - retentionDays * DAY_MS;
    const kept = events.findIndex(({ acceptedAtMs }) => acceptedAtMs > oldestMs);
    events.splice(0, kept < 0 ? events.length : kept);
  }
}
