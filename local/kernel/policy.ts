import type { Principal } from "./principal";

/** One text or several, as IAM policies allow in most places. */
export type OneOrMore<T> = T | readonly T[];

/** The texts as a list, whichever way they are written. */
export function listOf<T>(oneOrMore: OneOrMore<T>): readonly T[] {
  return Array.isArray(oneOrMore) ? oneOrMore : [oneOrMore as T];
}

/** A statement of an IAM policy, as it stands in JSON. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, OneOrMore<string>>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, OneOrMore<string>>>;
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, OneOrMore<string | boolean | number>>>>
  >;
}

/** An IAM policy document, identity or resource based. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMore<PolicyStatement>;
}

/** What a call asks IAM for: one action on one resource. */
export interface AccessRequest {
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** Condition keys beyond the global ones, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Decides calls; the answer of a denial names the statement that is missing. */
export interface Authorizer {
  /**
   * @param resourcePolicy - the policy of the resource, where it has one
   * @returns undefined when allowed, else why not
   */
  denial(principal: Principal, request: AccessRequest, resourcePolicy?: PolicyDocument): string | undefined;
}
