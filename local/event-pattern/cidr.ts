/** An address block: the numbers of its first and last address, and the family. */
interface AddressBlock {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

interface Address {
  readonly family: 4 | 6;
  readonly number: bigint;
}

/** Whether a text is an IP address inside a block such as `10.0.0.0/24`; false for texts that are no address. */
export function isInCidr(text: string, cidr: string): boolean {
  const block = parseCidr(cidr);
  const address = parseAddress(text);
  if (block === undefined || address === undefined || block.family !== address.family) return false;
  return address.number >= block.first && address.number <= block.last;
}

/** Whether a text is a block such as `10.0.0.0/24` or `2001:db8::/32`. */
export function isCidr(text: string): boolean {
  return parseCidr(text) !== undefined;
}

function parseCidr(text: string): AddressBlock | undefined {
  const [addressText = "", maskText = "", ...rest] = text.split("/");
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0 || !/^\d{1,3}$/.test(maskText)) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  const mask = Number(maskText);
  if (mask > bits) return undefined;
  const size = 1n << BigInt(bits - mask);
  const first = (address.number / size) * size;
  return { family: address.family, first, last: first + size - 1n };
}

function parseAddress(text: string): Address | undefined {
  if (text.includes(":")) return parseV6(text);
  const number = parseV4(text);
  return number === undefined ? undefined : { family: 4, number };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let number = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    number = number * 256n + BigInt(part);
  }
  return number;
}

function parseV6(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? "");
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? "") : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail];
  return { family: 6, number: groups.reduce((number, group) => number * 65_536n + group, 0n) };
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (part.includes(".") && index === parts.length - 1) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
