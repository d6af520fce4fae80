/** Writes down what it was given, and when. */
export const handler = async (event: unknown): Promise<void> => {
  console.info(JSON.stringify({ atMs: Date.now(), event }));
};
