import { EventBus } from "../../modules/event-bus";
import { sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

describe("EventBus", () => {
  test("belongs to the environment and grants to put events on it", () => {
    const stack = synth((scope) =>
      new EventBus(scope, "bus", { name: "shop" }).grantPut(sampleFunction(scope)),
    );

    expect(stack.one("aws_cloudwatch_event_bus")["name"]).toBe("test-shop");
    expect(stack.granted("test-sample-worker")).toEqual([
      {
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: expect.stringMatching(/^\$\{aws_cloudwatch_event_bus\.bus_.*\.arn\}$/),
      },
    ]);
  });

  test("of another stack is known by name and makes no resource", () => {
    const stack = synth((scope) => {
      const bus = EventBus.fromName(scope, "bus", "shop");
      expect(bus.name).toBe("test-shop");
      bus.grantPut(sampleFunction(scope));
    });

    expect(stack.types).not.toContain("aws_cloudwatch_event_bus");
    expect(stack.granted("test-sample-worker")).toEqual([
      {
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: "arn:aws:events:eu-central-1:111122223333:event-bus/test-shop",
      },
    ]);
  });

  test("refuses a name that is not kebab-case, its own or another's", () => {
    for (const build of [
      () => synth((scope) => new EventBus(scope, "bus", { name: "Shop" })),
      () => synth((scope) => EventBus.fromName(scope, "bus", "Shop")),
    ]) {
      expect(build).toThrow(
        /^stack\/bus: the thing part of the event bus name is "Shop"; it must be kebab-case/,
      );
    }
  });
});
