import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isAbsolute, join, resolve } from "node:path";

/** Functions of node:fs that take a path first, in all their forms: with callback, as promise, synchronous. */
const ONE_PATH = [
  "access",
  "appendFile",
  "chmod",
  "chown",
  "createReadStream",
  "createWriteStream",
  "exists",
  "lchown",
  "lstat",
  "lutimes",
  "mkdir",
  "mkdtemp",
  "open",
  "openAsBlob",
  "opendir",
  "readFile",
  "readdir",
  "readlink",
  "realpath",
  "rm",
  "rmdir",
  "stat",
  "statfs",
  "truncate",
  "unlink",
  "unwatchFile",
  "utimes",
  "watch",
  "watchFile",
  "writeFile",
];
const TWO_PATHS = ["copyFile", "cp", "link", "rename"];

/**
 * Lets a function find itself in the folder of its code. The real working directory is that of the cloud's process,
 * which all functions share, so that relative paths are made absolute before Node sees them. Child processes that
 * are given no `cwd` still begin in the real one.
 */
export function beginIn(directory) {
  let current = directory;
  const absolute = (path) =>
    typeof path === "string" && path !== "" && !isAbsolute(path) ? join(current, path) : path;
  process.cwd = () => current;
  process.chdir = (path) => {
    const target = resolve(current, path);
    fs.opendirSync(target).closeSync();
    current = target;
  };
  for (const functions of [fs, fs.promises]) {
    const wrap = (names, wrapper) => {
      for (const name of names.flatMap((one) => [one, `${one}Sync`])) {
        if (typeof functions[name] === "function") functions[name] = likeOriginal(functions[name], wrapper);
      }
    };
    wrap(
      ONE_PATH,
      (original) =>
        (path, ...rest) =>
          original(absolute(path), ...rest),
    );
    wrap(
      TWO_PATHS,
      (original) =>
        (from, to, ...rest) =>
          original(absolute(from), absolute(to), ...rest),
    );
    // What a link points at counts from the link.
    wrap(
      ["symlink"],
      (original) =>
        (target, path, ...rest) =>
          original(target, absolute(path), ...rest),
    );
  }
  syncBuiltinESMExports();
}

/** With the original's own properties, such as `realpath.native` and what `promisify` makes of it. */
function likeOriginal(original, wrapper) {
  const wrapped = wrapper(original);
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  if (original.native !== undefined) wrapped.native = wrapper(original.native);
  return wrapped;
}
