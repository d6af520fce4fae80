import { subscribe } from "node:diagnostics_channel";

/**
 * A worker's connections. The cloud knows by their ports whose they are; and they can be set aside for a moment, to see
 * whether the function waits for anything but answers that come over them.
 */
export class CloudConnections {
  #port;
  #ports;
  #number;
  /** Those to the cloud. */
  #open = new Set();
  #aside = false;

  /**
   * @param endpoint - the cloud's URL
   * @param memory - a 32-bit integer for each port of this machine
   * @param number - what stands there for this worker
   */
  constructor(endpoint, memory, number) {
    this.#port = Number(new URL(endpoint).port);
    this.#ports = new Int32Array(memory);
    this.#number = number;
  }

  /** Follows every connection that is made from now on, by `node:http`, `fetch` or otherwise. */
  install() {
    subscribe("net.client.socket", ({ socket }) => this.#follow(socket));
  }

  /** Lets none of them keep the event loop going. */
  setAside() {
    this.#aside = true;
    for (const { unref } of this.#open) unref();
  }

  /**
   * Lets them keep the event loop going again.
   * @returns how many do, because an answer is waited for
   */
  putBack() {
    const waiting = [...this.#open].filter(({ waits }) => waits);
    if (this.#aside) for (const { ref } of waiting) ref();
    this.#aside = false;
    return waiting.length;
  }

  #follow(socket) {
    const connection = { waits: true, ref: socket.ref.bind(socket), unref: socket.unref.bind(socket) };
    // Who uses the socket says by these whether an answer is waited for; that must hold when it is put back.
    socket.ref = () => {
      connection.waits = true;
      if (!this.#aside) connection.ref();
      return socket;
    };
    socket.unref = () => {
      connection.waits = false;
      connection.unref();
      return socket;
    };
    // Before anything is sent: what is written until then goes out by a listener that is added later.
    socket.once("connect", () => {
      const { localPort, remotePort, remoteAddress } = socket;
      if (remotePort !== this.#port || remoteAddress !== "127.0.0.1") return;
      Atomics.store(this.#ports, localPort, this.#number);
      this.#open.add(connection);
      if (this.#aside) connection.unref();
      socket.once("close", () => {
        this.#open.delete(connection);
        Atomics.compareExchange(this.#ports, localPort, this.#number, 0);
      });
    });
  }
}
