/**
 * An empty object for names that come from outside: it inherits nothing, not even `constructor` or `__proto__`.
 * Unlike `Object.create(null)` it is as fast as an object literal.
 */
export const Dictionary = function Dictionary() {} as unknown as new <T>() => Record<string, T>;

Dictionary.prototype = Object.create(null);
