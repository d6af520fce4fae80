import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, normalize, resolve } from "node:path";
import { ExpressionError } from "../expressions/expression-error";
import { toText } from "../expressions/values";

type Encoding = "hex" | "base64";

const digest = (algorithm: string, data: string | Buffer, encoding: Encoding): string =>
  createHash(algorithm).update(data).digest(encoding);

const hashOfText = (algorithm: string, encoding: Encoding) => (text: unknown) =>
  digest(algorithm, toText(text, "the argument"), encoding);

/** Functions that fingerprint a text. */
export const hashFunctions = {
  md5: hashOfText("md5", "hex"),
  sha1: hashOfText("sha1", "hex"),
  sha256: hashOfText("sha256", "hex"),
  sha512: hashOfText("sha512", "hex"),
  base64sha256: hashOfText("sha256", "base64"),
  base64sha512: hashOfText("sha512", "base64"),
};

function lastElement(path: string): string {
  return path === "" ? "." : basename(path) || "/";
}

/** Everything up to the last slash: that of `a/b/` is `a/b`. */
function folderOf(path: string): string {
  return normalize(path.slice(0, path.lastIndexOf("/") + 1)).replace(/(?<=.)\/$/, "");
}

/**
 * Functions about files.
 * @param directory - from which relative paths count
 */
export function fileFunctions(directory: string) {
  const pathOf = (path: unknown): string => resolve(directory, toText(path, "the path"));
  const bytesOf = (path: unknown): Buffer => {
    try {
      return readFileSync(pathOf(path));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ExpressionError(`cannot read ${pathOf(path)}: ${reason}`);
    }
  };
  const hashOfFile = (algorithm: string, encoding: Encoding) => (path: unknown) =>
    digest(algorithm, bytesOf(path), encoding);
  return {
    file: (path: unknown) => bytesOf(path).toString("utf8"),
    filebase64: (path: unknown) => bytesOf(path).toString("base64"),
    fileexists: (path: unknown) => existsSync(pathOf(path)) && statSync(pathOf(path)).isFile(),
    filemd5: hashOfFile("md5", "hex"),
    filesha1: hashOfFile("sha1", "hex"),
    filesha256: hashOfFile("sha256", "hex"),
    filesha512: hashOfFile("sha512", "hex"),
    filebase64sha256: hashOfFile("sha256", "base64"),
    filebase64sha512: hashOfFile("sha512", "base64"),
    abspath: pathOf,
    basename: (path: unknown) => lastElement(toText(path, "the path")),
    dirname: (path: unknown) => folderOf(toText(path, "the path")),
  };
}
