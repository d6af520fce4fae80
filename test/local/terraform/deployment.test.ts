import type { ApplyReport } from "../../../local/terraform/deployment";
import { remoteState, stackOf, thingCloud } from "./things";

const things = (resources: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  stackOf("dev-a", { resource: { test_thing: resources }, ...rest });

const countsOf = ({ created, changed, replaced, removed, unchanged }: ApplyReport) => ({
  created,
  changed,
  replaced,
  removed,
  unchanged,
});

const NOTHING = { created: 0, changed: 0, replaced: 0, removed: 0, unchanged: 0 };

describe("Deployment", () => {
  test("makes resources after what they depend on, over stacks", async () => {
    const { deployment, log } = thingCloud();
    const platform = stackOf("dev-platform", {
      resource: { test_thing: { bus: { name: "bus" } } },
      output: { bus: { value: "${test_thing.bus.arn}" } },
    });
    const shop = stackOf(
      "dev-shop",
      {
        data: {
          terraform_remote_state: { platform: remoteState("dev-platform") },
          test_echo: { e: { text: "${local.name}" } },
        },
        locals: { name: "queue-${var.size}" },
        variable: { size: { default: 2, type: "number" } },
        resource: {
          test_thing: {
            consumer: {
              name: "consumer",
              uses: ["${data.terraform_remote_state.platform.outputs.bus}", "${test_thing.queue.arn}"],
              depends_on: ["test_thing.last"],
            },
            last: { name: "${data.test_echo.e.echo}" },
            queue: { name: "${local.name}" },
          },
        },
        output: { uses: { value: "${test_thing.consumer.uses}" } },
      },
      ["dev-platform"],
    );

    const report = await deployment.apply([shop, platform]);

    expect(log).toEqual([
      "make dev-platform/test_thing.bus bus",
      "make dev-shop/test_thing.queue queue-2",
      "make dev-shop/test_thing.last QUEUE-2",
      "make dev-shop/test_thing.consumer consumer",
    ]);
    expect(countsOf(report)).toEqual({ ...NOTHING, created: 4 });
    expect(deployment.outputs("dev-shop")).toEqual({ uses: ["arn:bus", "arn:queue-2"] });
    expect(deployment.allOutputs()).toEqual({ bus: "arn:bus", uses: ["arn:bus", "arn:queue-2"] });
    expect(deployment.resources()[0]).toEqual({
      address: "dev-platform/test_thing.bus",
      type: "test_thing",
      name: "bus",
      stack: "dev-platform",
      config: { name: "bus" },
      attributes: { name: "bus", id: "bus", arn: "arn:bus", serial: 1 },
    });
  });

  test("leaves alone what has not changed", async () => {
    const { deployment, log } = thingCloud();
    const stack = things({ a: { name: "a", size: null }, b: { name: "b", uses: ["${test_thing.a.arn}"] } });
    await deployment.apply([stack]);
    log.length = 0;

    const report = await deployment.apply([stack]);

    expect(log).toEqual([]);
    expect(countsOf(report)).toEqual({ ...NOTHING, unchanged: 2 });
  });

  test("changes in place, replaces where it must, and removes the youngest first", async () => {
    const { deployment, log } = thingCloud();
    await deployment.apply([
      things({
        a: { name: "a", size: 1 },
        b: { name: "b" },
        gone: { name: "gone" },
        later: { name: "later", uses: ["${test_thing.gone.id}"] },
      }),
    ]);
    log.length = 0;

    const report = await deployment.apply([things({ a: { name: "a", size: 2 }, b: { name: "b2" } })]);

    expect(log).toEqual([
      "remove dev-a/test_thing.later later",
      "remove dev-a/test_thing.gone gone",
      "change dev-a/test_thing.a a",
      "remove dev-a/test_thing.b b",
      "make dev-a/test_thing.b b2",
    ]);
    expect(countsOf(report)).toEqual({ ...NOTHING, changed: 1, replaced: 1, removed: 2 });
    expect(deployment.resources().map(({ attributes }) => attributes["serial"])).toEqual([1, 5]);
  });

  test("applies again what uses a computed attribute of a replaced resource, even if its value is the same", async () => {
    const { deployment, log } = thingCloud();
    const version = (size: number) =>
      things(
        {
          version: { name: "version", size },
          a: { name: "a", lifecycle: { replace_triggered_by: ["test_thing.version.size"] } },
          by_arn: { name: "by-arn", uses: ["${local.arn}"] },
          by_name: { name: "by-name", uses: ["${test_thing.a.name}"] },
          named: { name: "for-${test_thing.a.arn}" },
        },
        { locals: { arn: "${test_thing.a.arn}" } },
      );
    await deployment.apply([version(1)]);
    log.length = 0;

    const report = await deployment.apply([version(2)]);

    expect(log).toEqual([
      "change dev-a/test_thing.version version",
      "remove dev-a/test_thing.a a",
      "make dev-a/test_thing.a a",
      "change dev-a/test_thing.by_arn by-arn",
      "remove dev-a/test_thing.named for-arn:a",
      "make dev-a/test_thing.named for-arn:a",
    ]);
    expect(countsOf(report)).toEqual({ ...NOTHING, changed: 2, replaced: 2, unchanged: 1 });
  });

  test("with create_before_destroy makes the new one first and removes the old one last", async () => {
    const { deployment, log } = thingCloud();
    const named = (name: string) =>
      things({
        a: { name, lifecycle: [{ create_before_destroy: true }] },
        user: { name: "user", uses: ["${test_thing.a.arn}"] },
      });
    await deployment.apply([named("one")]);
    log.length = 0;

    await deployment.apply([named("two")]);

    expect(log).toEqual([
      "make dev-a/test_thing.a two",
      "change dev-a/test_thing.user user",
      "remove dev-a/test_thing.a one",
    ]);
  });

  test("keeps what ignore_changes names", async () => {
    const { deployment, log } = thingCloud();
    const lifecycle = { ignore_changes: ["size"] };
    await deployment.apply([things({ a: { name: "a", size: 1, lifecycle } })]);

    await deployment.apply([things({ a: { name: "a", size: 2, lifecycle } })]);
    expect(log).toHaveLength(1);
    await deployment.apply([things({ a: { name: "a", size: 2, uses: [1], lifecycle } })]);

    expect(log.at(-1)).toBe("change dev-a/test_thing.a a");
    expect(deployment.resources()[0]?.config).toEqual({ name: "a", size: 1, uses: [1] });
  });

  test("refuses to replace what prevent_destroy protects", async () => {
    const { deployment, log } = thingCloud();
    const lifecycle = { prevent_destroy: true };
    await deployment.apply([things({ a: { name: "a", lifecycle } })]);

    await expect(deployment.apply([things({ a: { name: "b", lifecycle } })])).rejects.toThrow(
      "dev-a/test_thing.a would have to be replaced, and lifecycle.prevent_destroy forbids to destroy it",
    );
    expect(log).toEqual(["make dev-a/test_thing.a a"]);
  });

  test("counts and for_each make several of one, and follow their changes", async () => {
    const { deployment, log } = thingCloud();
    const several = (count: number, keys: readonly string[]) =>
      things(
        {
          n: { count: "${local.count}", name: "n-${count.index}" },
          k: {
            for_each: `\${toset(${JSON.stringify(keys)})}`,
            name: "k-${each.key}",
            uses: ["${each.value}"],
          },
          m: { for_each: { x: { size: 7 } }, name: "m-${each.key}", size: "${each.value.size}" },
        },
        {
          locals: { count },
          output: {
            arns: { value: "${test_thing.n[*].arn}" },
            keyed: { value: "${{ for key, thing in test_thing.k : key => thing.arn }}" },
            one: { value: '${test_thing.m["x"].size}' },
          },
        },
      );
    await deployment.apply([several(2, ["a", "b"])]);
    expect(deployment.outputs("dev-a")).toEqual({
      arns: ["arn:n-0", "arn:n-1"],
      keyed: { a: "arn:k-a", b: "arn:k-b" },
      one: 7,
    });
    expect(deployment.resources().map(({ address }) => address)).toEqual([
      "dev-a/test_thing.n[0]",
      "dev-a/test_thing.n[1]",
      'dev-a/test_thing.k["a"]',
      'dev-a/test_thing.k["b"]',
      'dev-a/test_thing.m["x"]',
    ]);
    log.length = 0;

    const report = await deployment.apply([several(1, ["b", "c"])]);

    expect(log).toEqual([
      "remove dev-a/test_thing.n[1] n-1",
      'remove dev-a/test_thing.k["a"] k-a',
      'make dev-a/test_thing.k["c"] k-c',
    ]);
    expect(countsOf(report)).toEqual({ ...NOTHING, created: 1, removed: 2, unchanged: 3 });
  });

  test("a resource that cannot be made is named, and the rest of the state stays true", async () => {
    const { deployment, log } = thingCloud();
    const broken = things({ a: { name: "a" }, b: { name: "broken", uses: ["${test_thing.a.arn}"] } });

    await expect(deployment.apply([broken])).rejects.toThrow(/^dev-a\/test_thing\.b: it broke$/);
    const report = await deployment.apply([things({ a: { name: "a" }, b: { name: "b" } })]);

    expect(countsOf(report)).toEqual({ ...NOTHING, created: 1, unchanged: 1 });
    expect(log).toEqual(["make dev-a/test_thing.a a", "make dev-a/test_thing.b b"]);
  });

  test("a value that cannot be computed is named with its argument", async () => {
    const { deployment } = thingCloud();
    const stack = things({ a: { name: "a" }, b: { name: "${test_thing.a.nope}" } });

    await expect(deployment.apply([stack])).rejects.toThrow(
      'dev-a/test_thing.b, argument name: test_thing.a has no attribute "nope"; it has arn, id, name, serial',
    );
  });

  test("an evaluated argument of the wrong type is named", async () => {
    const { deployment } = thingCloud();
    const stack = things({ a: { name: "a", size: '${join("", ["x"])}' } });

    await expect(deployment.apply([stack])).rejects.toThrow(
      "dev-a/test_thing.a: argument size: Invalid input",
    );
  });

  test("reports what has no effect, once per type and argument", async () => {
    const { deployment } = thingCloud();
    const report = await deployment.apply([
      things(
        {
          a: { name: "a", ignored: 1, tags: { x: "y" } },
          b: { name: "b", ignored: 2, shape: { color: "red", edges: 3 } },
        },
        {
          moved: [{ from: "test_thing.x", to: "test_thing.a" }],
        },
      ),
    ]);

    expect(report.inert).toEqual([
      "test_thing.ignored: it is only there to be ignored",
      "test_thing.shape.edges: nobody counts them",
    ]);
    expect(report.warnings).toEqual([
      'dev-a: the block "moved" is ignored: the local cloud knows resources by address only, so a moved one is made anew, without its data',
    ]);
  });

  test("puts the provider's default tags on what takes tags, under its own", async () => {
    const { deployment } = thingCloud();
    const provider = {
      aws: [{ region: "eu-central-1", default_tags: [{ tags: { stack: "a", team: "x" } }] }],
    };
    const resource = { test_tagged: { t: { tags: { team: "y" } } }, test_thing: { a: { name: "a" } } };

    await deployment.apply([stackOf("dev-a", { provider, resource })]);

    expect(deployment.resources().map(({ config }) => config)).toEqual([
      { tags: { team: "y" }, tags_all: { stack: "a", team: "y" } },
      { name: "a" },
    ]);
  });

  test("removes with the next apply what a failed one could not", async () => {
    const { deployment, log } = thingCloud();
    const named = (name: string, last: string) =>
      things({
        a: { name, lifecycle: { create_before_destroy: true } },
        b: { name: last, depends_on: ["test_thing.a"] },
      });
    await deployment.apply([named("one", "b")]);
    await expect(deployment.apply([named("two", "broken")])).rejects.toThrow("it broke");
    log.length = 0;

    await deployment.apply([named("two", "b")]);

    expect(log).toEqual(["make dev-a/test_thing.b b", "remove dev-a/test_thing.a one"]);
  });

  test("lets one apply wait for the other", async () => {
    const { deployment, log } = thingCloud();

    const applies = [things({ a: { name: "a" } }), things({ a: { name: "b" } })].map((stack) =>
      deployment.apply([stack]),
    );

    expect((await Promise.all(applies)).map(countsOf)).toEqual([
      { ...NOTHING, created: 1 },
      { ...NOTHING, replaced: 1 },
    ]);
    expect(log).toHaveLength(3);
  });

  test("outputs of a stack that is not deployed are an error", () => {
    expect(() => thingCloud().deployment.outputs("dev-x")).toThrow(
      "no stack dev-x is deployed; there are: none",
    );
  });
});
