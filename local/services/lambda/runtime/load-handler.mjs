import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./error-report.mjs";

/** In the order in which Lambda looks. */
const EXTENSIONS = ["", ".js", ".mjs", ".cjs"];

/**
 * Imports the module of a handler such as `index.handler` and finds the function in it.
 * @throws RuntimeError, or what the module throws while it loads
 */
export async function loadHandler(directory, name) {
  const match = /^([^.]*)\.(.*)$/.exec(basename(name));
  if (match === null || name.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      name.includes("..") ? `'${name}' is not a valid handler name.` : "Bad handler",
    );
  }
  const [, module, path] = match;
  const file = resolve(directory, dirname(name), module);
  const found = EXTENSIONS.map((extension) => file + extension).find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new RuntimeError(
      "ImportModuleError",
      `Error: Cannot find module '${module}'\nRequire stack:\n- ${directory}`,
    );
  }
  const loaded = await load(found);
  const handler = member(loaded, path) ?? member(loaded.default, path);
  if (handler === undefined)
    throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new RuntimeError("HandlerNotFound", `${name} is not a function`);
  return handler;
}

async function load(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RuntimeError("UserCodeSyntaxError", String(error), { stack: error.stack });
    if (error?.code === "MODULE_NOT_FOUND")
      throw new RuntimeError("ImportModuleError", String(error), { stack: error.stack });
    throw error;
  }
}

function member(object, path) {
  return path.split(".").reduce((value, key) => value?.[key], object);
}
