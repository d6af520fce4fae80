/** Ids that count up and a clock that stands still until it is moved. */
export class FakeIdentity {
  #count = 0;

  constructor(
    readonly prefix: string,
    public now = Date.parse("2025-03-14T09:26:53.589Z"),
  ) {}

  readonly nowMs = () => this.now;
  readonly newId = () => `${this.prefix}-${++this.#count}`;
  readonly idForKey = (userName: string, key: string) => `${this.prefix}-of-${userName}-${key}`;
}
