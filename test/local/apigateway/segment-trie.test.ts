import {
  namedParameters,
  parameterNames,
  SegmentTrie,
} from "../../../local/services/apigateway/public/segment-trie";

function trieOf(...templates: string[]): SegmentTrie<string> {
  const trie = new SegmentTrie<string>();
  for (const template of templates) trie.add(template, template);
  return trie;
}

function find(trie: SegmentTrie<string>, path: string) {
  const match = trie.match(path);
  return match && [match.value, namedParameters(parameterNames(match.value), match.captures)];
}

describe("SegmentTrie", () => {
  const trie = trieOf("/", "/product", "/product/{id}", "/product/top", "/files/{path+}", "/{any}/deep/{x}");

  test.each([
    ["/", "/", undefined],
    ["/product", "/product", undefined],
    ["/product/top", "/product/top", undefined],
    ["/product/7", "/product/{id}", { id: "7" }],
    ["/product/a%20b", "/product/{id}", { id: "a%20b" }],
    ["/files/a/b/c", "/files/{path+}", { path: "a/b/c" }],
    ["/product/deep/9", "/{any}/deep/{x}", { any: "product", x: "9" }],
  ])("matches %s to %s", (path, template, parameters) => {
    expect(find(trie, path)).toEqual([template, parameters]);
  });

  test.each(["/unknown", "/product/7/8", "/files", "/files/", "/product/", "/__proto__"])(
    "does not match %s",
    (path) => {
      expect(trie.match(path)).toBeUndefined();
    },
  );

  test("passes over a match that is not accepted and takes a less specific one", () => {
    const greedy = trieOf("/pets/{id}", "/{proxy+}");

    expect(greedy.match("/pets/1", (value) => value !== "/pets/{id}")?.value).toBe("/{proxy+}");
  });

  test("keeps parameters apart that are called differently at the same place", () => {
    const trieOfMaps = new SegmentTrie<Set<string>>();
    trieOfMaps.add("/pets/{id}", new Set(["first"]));

    expect(trieOfMaps.get("/pets/{name}")).toEqual(new Set(["first"]));
    expect(trieOfMaps.get("/pets")).toBeUndefined();
  });
});
