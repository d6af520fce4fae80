import { figure, type Meter } from "./meter";

/** A message is sent, received and deleted. */
const REQUESTS_PER_MESSAGE = 3;

export const queue: Meter = (resource, model) => {
  if (resource.flag("fifo_queue")) return [{ unpriced: "a FIFO queue" }];
  const { perMonth } = model.arrivals(resource);
  return [
    {
      price: "sqs-request",
      quantity: perMonth * REQUESTS_PER_MESSAGE,
      because: `${figure(perMonth)} messages × ${REQUESTS_PER_MESSAGE} (send, receive, delete)`,
    },
  ];
};

export const topic: Meter = (resource, model) => {
  if (resource.flag("fifo_topic")) return [{ unpriced: "a FIFO topic" }];
  const { perMonth } = model.arrivals(resource);
  return [{ price: "sns-publish", quantity: perMonth, because: `${figure(perMonth)} messages` }];
};

export const eventBus: Meter = (bus, model) => {
  const { perMonth } = model.arrivals(bus);
  return [{ price: "eventbridge-event", quantity: perMonth, because: `${figure(perMonth)} events` }];
};
