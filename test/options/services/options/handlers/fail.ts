/** Writes down what it was given, and fails. */
export const handler = async (event: unknown): Promise<void> => {
  console.info(JSON.stringify({ atMs: Date.now(), event }));
  throw new Error("this function always fails");
};
