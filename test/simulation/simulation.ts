import { SQSClient, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { LocalCloud } from "../../local/cloud";
import { type Answer, type Person, PRODUCT, Shop } from "../flow/shop";
import { stacks } from "../flow/stacks";
import { CUSTOMERS, type History, PRODUCTS, type Step } from "./history";

/** Where messages wait that were given up, and the queue that they belong into. */
const DEAD_LETTERS = [
  ["dev-basket-price-changes-dlq", "dev-basket-price-changes"],
  ["dev-basket-price-changes-subscription-dlq", "dev-basket-price-changes"],
  ["dev-ordering-checkout-dlq", "dev-ordering-checkout"],
  ["dev-ordering-checkout-queue-rule-dlq", "dev-ordering-checkout"],
] as const;

/** Longer than SNS and EventBridge try to deliver, and than any retry of a queue. */
const ALL_RETRIES = "25h";

/** A product as the admin last asked for it. */
interface Offer {
  readonly id: string;
  /** Every price that the catalog may have announced, for requests whose answer was an error may have worked. */
  readonly prices: Set<number>;
  asked: number | "withdrawn";
  /** Whether its withdrawal was ever asked for, and so may have come about. */
  doomed: boolean;
}

/** The shop on virtual time, what was done to it, and what its customers were told. */
export class Simulation {
  readonly offers: Offer[] = [];
  /** Order ids that customers were told, and the user of each. */
  readonly accepted = new Map<string, string>();
  private saves = 0;

  private constructor(
    readonly cloud: LocalCloud,
    private readonly shop: Shop,
    private readonly admin: Person,
    private readonly customers: readonly Person[],
  ) {}

  /** Opens the shop with its products and customers. */
  static async open(seed: number): Promise<Simulation> {
    const cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed });
    const shop = new Shop(cloud);
    const admin = await shop.person("root", { admin: true });
    const customers: Person[] = [];
    for (const name of CUSTOMERS) customers.push(await shop.person(name));
    const simulation = new Simulation(cloud, shop, admin, customers);
    for (let index = 0; index < PRODUCTS; index++) {
      const price = 100 * (index + 1);
      const id = await shop.product(admin, { price });
      simulation.offers.push({ id, prices: new Set([price]), asked: price, doomed: false });
    }
    return simulation;
  }

  /** Plays a history to its end, then mends everything, as people would who operate the shop. */
  async play({ steps }: Pick<History, "steps">): Promise<void> {
    for (const step of steps) await this.take(step);
    this.cloud.faults.clear();
    await this.cloud.settle();
    for (const offer of this.offers) await this.repeatLastRequest(offer);
    await this.cloud.advance(ALL_RETRIES);
    await this.redrive();
    await this.shopAsEver();
  }

  /** Once all is mended, whoever buys what is for sale is told an order; a newcomer, as tokens have expired meanwhile. */
  private async shopAsEver(): Promise<void> {
    const newcomer = await this.shop.person("eve");
    const forSale = this.offers.findIndex(({ asked }) => asked !== "withdrawn");
    const before = this.accepted.size;
    await this.fill(newcomer, [forSale]);
    await this.checkOut(newcomer, 1);
    if (this.accepted.size !== before + 1) throw new Error("nobody can buy although all is mended");
    await this.cloud.settle();
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "price":
        return this.reprice(this.offer(step.product), step.price);
      case "withdraw":
        return this.withdraw(this.offer(PRODUCTS - 1));
      case "basket":
        return this.fill(this.customer(step.customer), step.products);
      case "buy":
        await this.fill(this.customer(step.customer), step.products);
        for (let click = 0; click < step.clicks; click++) await this.checkOut(this.customer(step.customer));
        return;
      case "checkout":
        return this.checkOut(this.customer(step.customer));
      case "rush": {
        const [first, second] = [this.customer(0), this.customer(1)];
        await Promise.all([first, second, first].map((customer) => this.checkOut(customer)));
        return;
      }
      case "fault":
        this.cloud.faults.inject(step.fault);
        return;
      case "mend":
        this.cloud.faults.clear();
        return;
      case "wait":
        return this.cloud.advance(step.seconds * 1000);
    }
  }

  private async reprice(offer: Offer, price: number): Promise<void> {
    const body = { ...PRODUCT, price };
    const { status } = await this.shop.ask("product", "PUT", `/product/${offer.id}`, {
      as: this.admin,
      body,
    });
    if (status === 404) return;
    offer.prices.add(price);
    offer.asked = price;
  }

  private async withdraw(offer: Offer): Promise<void> {
    await this.shop.ask("product", "DELETE", `/product/${offer.id}`, { as: this.admin });
    offer.asked = "withdrawn";
    offer.doomed = true;
  }

  /** The quantity of every line tells the contents of all baskets apart. */
  private async fill(customer: Person, products: readonly number[]): Promise<void> {
    const quantity = ++this.saves;
    await this.shop.basket(
      customer,
      products.map((product) => ({ productId: this.offer(product).id, quantity })),
    );
  }

  /** A customer who is answered an error tries again, as people do. */
  private async checkOut(customer: Person, tries = 3): Promise<void> {
    const answer = await this.shop.checkout(customer);
    if (answer.status === 202) this.accepted.set(answer.body.orderId, customer.name);
    else if (answer.status >= 500) {
      if (tries > 1) await this.checkOut(customer, tries - 1);
    } else if (![404, 409].includes(answer.status)) throw unexpected(answer);
  }

  /** What an admin does who was answered an error, or does not know: asks once more. */
  private async repeatLastRequest(offer: Offer): Promise<void> {
    if (offer.asked !== "withdrawn") {
      const body = { ...PRODUCT, price: offer.asked };
      const again = await this.shop.ask("product", "PUT", `/product/${offer.id}`, { as: this.admin, body });
      if (again.status === 200) return;
      if (again.status !== 404 || !offer.doomed) throw unexpected(again);
      offer.asked = "withdrawn";
    }
    const again = await this.shop.ask("product", "DELETE", `/product/${offer.id}`, { as: this.admin });
    if (![204, 404].includes(again.status)) throw unexpected(again);
  }

  /** Sends what was given up back to work. */
  private async redrive(): Promise<void> {
    const sqs = new SQSClient({
      endpoint: this.cloud.endpoint,
      region: this.cloud.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const arn = (queue: string) => `arn:aws:sqs:${this.cloud.region}:${this.cloud.accountId}:${queue}`;
    for (const [from, to] of DEAD_LETTERS) {
      const move = { SourceArn: arn(from), DestinationArn: arn(to) };
      if (this.cloud.queue(from).messages.length > 0) await sqs.send(new StartMessageMoveTaskCommand(move));
    }
    await this.cloud.advance("1h");
    sqs.destroy();
  }

  private offer(index: number): Offer {
    const offer = this.offers[index];
    if (offer === undefined) throw new Error(`there is no product ${index}`);
    return offer;
  }

  private customer(index: number): Person {
    const customer = this.customers[index];
    if (customer === undefined) throw new Error(`there is no customer ${index}`);
    return customer;
  }
}

function unexpected({ status, url, body }: Answer): Error {
  return new Error(`${url} answered ${status}: ${JSON.stringify(body)}`);
}
