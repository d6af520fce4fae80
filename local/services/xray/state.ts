/** The groups and sampling rules of one cloud, by name. They are records: every request is traced here. */
export interface XrayState {
  /** Name → ARN. */
  readonly groups: Map<string, string>;
  readonly samplingRules: Map<string, string>;
}
