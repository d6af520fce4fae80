import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { attributeList } from "../attributes";
import { type Directory, describeUser } from "../directory";
import { pageOf } from "../page";
import { type Group, type Pool, removeGroup, userOf } from "../state";

interface GroupInput {
  readonly UserPoolId: string;
  readonly GroupName: string;
  readonly Username?: string;
  readonly Description?: string;
  readonly Precedence?: number;
  readonly RoleArn?: string;
  readonly Limit?: number;
  readonly NextToken?: string;
}

/** Groups and who is in them. */
export function groupOperations(directory: Directory): readonly Operation[] {
  const onPool = (name: string, run: (pool: Pool, input: GroupInput) => unknown): Operation<GroupInput> => ({
    name,
    access: ({ UserPoolId }) => [
      { action: `cognito-idp:${name}`, resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => run(directory.pools.pool(input.UserPoolId), input) ?? {},
  });
  return [
    onPool("CreateGroup", (pool, input) => {
      if (pool.groups.has(input.GroupName)) {
        throw new AwsError("GroupExistsException", "A group with the name already exists.");
      }
      const group: Group = {
        name: input.GroupName,
        createdAtMs: directory.kernel.clock.now(),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.Precedence === undefined ? {} : { precedence: input.Precedence }),
        ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
      };
      pool.groups.set(group.name, group);
      return { Group: describeGroup(pool, group) };
    }),
    onPool("GetGroup", (pool, input) => ({ Group: describeGroup(pool, groupOf(pool, input.GroupName)) })),
    onPool("DeleteGroup", (pool, input) => {
      groupOf(pool, input.GroupName);
      removeGroup(pool, input.GroupName);
    }),
    onPool("ListGroups", (pool, input) => groupPage(pool, "ListGroups", [...pool.groups.values()], input)),
    onPool("AdminAddUserToGroup", (pool, input) => {
      const group = groupOf(pool, input.GroupName);
      userOf(pool, input.Username ?? "").groups.add(group.name);
    }),
    onPool("AdminRemoveUserFromGroup", (pool, input) => {
      const group = groupOf(pool, input.GroupName);
      userOf(pool, input.Username ?? "").groups.delete(group.name);
    }),
    onPool("AdminListGroupsForUser", (pool, input) => {
      const user = userOf(pool, input.Username ?? "");
      const groups = [...user.groups].map((name) => groupOf(pool, name));
      return groupPage(pool, `AdminListGroupsForUser ${user.username}`, groups, input);
    }),
    onPool("ListUsersInGroup", (pool, input) => {
      const group = groupOf(pool, input.GroupName);
      const users = [...pool.users.values()].filter((user) => user.groups.has(group.name));
      const list = `ListUsersInGroup ${pool.id} ${group.name}`;
      const { items, next } = pageOf(list, users, input.Limit, input.NextToken);
      return {
        Users: items.map((user) => ({ ...describeUser(user), Attributes: attributeList(user) })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    }),
  ];
}

function groupOf(pool: Pool, name: string): Group {
  const group = pool.groups.get(name);
  if (group === undefined) throw new AwsError("ResourceNotFoundException", "Group not found.");
  return group;
}

function groupPage(pool: Pool, list: string, groups: readonly Group[], input: GroupInput) {
  const { items, next } = pageOf(`${list} ${pool.id}`, groups, input.Limit, input.NextToken);
  return {
    Groups: items.map((group) => describeGroup(pool, group)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function describeGroup(pool: Pool, group: Group) {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    Precedence: group.precedence,
    RoleArn: group.roleArn,
    CreationDate: group.createdAtMs / 1000,
    LastModifiedDate: group.createdAtMs / 1000,
  };
}
