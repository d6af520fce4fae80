import type { DataSourceType, ResourceType, Service } from "../../kernel/service";

/** The resource types and data sources of a cloud's services, by their names in Terraform. */
export interface TypeTable {
  readonly resources: ReadonlyMap<string, ResourceType>;
  readonly dataSources: ReadonlyMap<string, DataSourceType>;
}

/** @throws Error when two services claim the same type */
export function typeTable(services: readonly Service[]): TypeTable {
  return {
    resources: byType(services, ({ resources }) => resources),
    dataSources: byType(services, ({ dataSources }) => dataSources),
  };
}

function byType<T extends { readonly type: string }>(
  services: readonly Service[],
  typesOf: (service: Service) => readonly T[] | undefined,
): ReadonlyMap<string, T> {
  const table = new Map<string, T>();
  for (const service of services) {
    for (const type of typesOf(service) ?? []) {
      if (table.has(type.type))
        throw new Error(`two services model ${type.type}; ${service.name} is one of them`);
      table.set(type.type, type);
    }
  }
  return table;
}
