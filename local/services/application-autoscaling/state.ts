/** Which dimension of which resource something is about. */
export interface ScalableTarget {
  readonly service_namespace: string;
  readonly resource_id: string;
  readonly scalable_dimension: string;
}

/** The registered targets of one cloud, as records: nothing runs out of capacity here, so nothing is scaled. */
export class ScalableTargets {
  private readonly registered = new Set<string>();

  register(target: ScalableTarget): void {
    this.registered.add(keyOf(target));
  }

  deregister(target: ScalableTarget): void {
    this.registered.delete(keyOf(target));
  }

  has(target: ScalableTarget): boolean {
    return this.registered.has(keyOf(target));
  }
}

function keyOf({
  service_namespace: service,
  resource_id: resource,
  scalable_dimension: dimension,
}: ScalableTarget) {
  return [service, resource, dimension].join(" ");
}

/** Why capacity is not moved. */
export const NEVER_SCALES = "nothing runs out of capacity here, so nothing is scaled";
