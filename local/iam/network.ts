import { BlockList, isIP } from "node:net";

/** Whether an address lies in a network such as `10.0.0.0/8`, or is the address given. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = "", prefix] = network.split("/");
  const family = isIP(base) === 6 ? "ipv6" : "ipv4";
  if (isIP(base) === 0 || isIP(address) !== isIP(base)) return false;
  const list = new BlockList();
  if (prefix === undefined) list.addAddress(base, family);
  else list.addSubnet(base, Number(prefix), family);
  return list.check(address, family);
}
