import { Chance } from "../../local/kernel/chance";
import { ClientPorts } from "../../local/kernel/client-ports";
import { Sessions } from "../../local/kernel/sessions";

describe("ClientPorts", () => {
  test("tells whose connection comes from a port, until the session is forgotten", () => {
    const ports = new ClientPorts();
    const sessions = new Sessions(new Chance(1));
    const [a, b] = ["a", "b"].map((name) => sessions.issue(`arn:aws:iam::000000000000:role/${name}`, name));
    if (a === undefined || b === undefined) throw new Error("two sessions were issued");
    const [numberOfA, numberOfB] = [ports.register(a), ports.register(b)];
    // As the workers do.
    const numbers = new Int32Array(ports.memory);
    numbers[50_000] = numberOfA;
    numbers[65_535] = numberOfB;

    expect([50_000, 65_535, 50_001].map((port) => ports.callerOf(port, undefined))).toEqual([
      a,
      b,
      undefined,
    ]);
    ports.forget(numberOfA);
    expect(ports.callerOf(50_000, undefined)).toBeUndefined();
  });

  test("takes a function's credentials for its own from anywhere, and a role's that somebody assumed for nobody's", () => {
    const ports = new ClientPorts();
    const sessions = new Sessions(new Chance(1));
    const own = sessions.issue("arn:aws:iam::000000000000:role/f", "f");
    const assumed = sessions.issue("arn:aws:iam::000000000000:role/f", "somebody");
    ports.register(own);

    expect(ports.callerOf(50_000, own)).toBe(own);
    expect(ports.callerOf(undefined, assumed)).toBeUndefined();
  });
});
