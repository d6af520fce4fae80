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

    expect([50_000, 65_535, 50_001].map((port) => ports.sessionAt(port))).toEqual([a, b, undefined]);
    ports.forget(numberOfA);
    expect(ports.sessionAt(50_000)).toBeUndefined();
  });
});
