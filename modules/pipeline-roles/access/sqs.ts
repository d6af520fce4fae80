import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const queues = (place: Place) => [arn(place, "sqs", ownNames(place))];

/** Queues; not their messages. */
export const SQS: ServiceAccess = {
  types: ["aws_sqs_queue"],
  read: (place) => [
    {
      actions: actions("sqs", ["GetQueueAttributes", "GetQueueUrl", "ListQueueTags"]),
      resources: queues(place),
    },
  ],
  write: (place) => [
    {
      actions: actions("sqs", ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"]),
      resources: queues(place),
    },
  ],
};
