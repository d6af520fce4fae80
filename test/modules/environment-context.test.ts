import { Construct, RootConstruct } from "constructs";
import { EnvironmentContext } from "../../modules/environment-context";
import { TEST_ENVIRONMENT } from "./synthesis";

describe("EnvironmentContext", () => {
  test("holds for everything below the scope that was given it", () => {
    const root = new RootConstruct();
    const stack = new Construct(root, "stack");
    EnvironmentContext.provide(stack, TEST_ENVIRONMENT);

    expect(EnvironmentContext.of(new Construct(new Construct(stack, "a"), "b"))).toBe(TEST_ENVIRONMENT);
  });

  test("of the nearest scope wins, and neighbours do not see it", () => {
    const root = new RootConstruct();
    const [dev, prod] = [new Construct(root, "dev"), new Construct(root, "prod")];
    EnvironmentContext.provide(root, TEST_ENVIRONMENT);
    EnvironmentContext.provide(prod, { ...TEST_ENVIRONMENT, environment: "prod" });

    expect(EnvironmentContext.of(new Construct(dev, "thing")).environment).toBe("test");
    expect(EnvironmentContext.of(new Construct(prod, "thing")).environment).toBe("prod");
  });

  test("tells how to give one where there is none", () => {
    const orphan = new Construct(new RootConstruct(), "orphan");

    expect(() => EnvironmentContext.of(orphan)).toThrow(
      "orphan: no environment is known here. Call EnvironmentContext.provide(stack, values) in the stack before building modules in it.",
    );
  });

  test("refuses alarms that nobody would hear", () => {
    const stack = new Construct(new RootConstruct(), "stack");

    expect(() =>
      EnvironmentContext.provide(stack, { ...TEST_ENVIRONMENT, alarms: { enabled: true } }),
    ).toThrow(
      "stack: alarms are enabled for environment test without alarms.topicArn; an alarm that nobody hears is of no use. " +
        "Give the topic's ARN or set alarms.enabled to false.",
    );
  });
});
