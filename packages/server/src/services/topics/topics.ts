import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createChangeTopics } from './change-topics.ts'
import { createDeleteTopic } from './delete-topic.ts'
import { createForumSwitches } from './forum-switches.ts'
import { createListTopics } from './list-topics.ts'
import { createPinTopics } from './pin-topics.ts'

/** "Forums": supergroups in which all that is said belongs to topics. */
export function createTopicsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createChangeTopics(ports),
      createDeleteTopic(ports),
      createForumSwitches(ports),
      createListTopics(ports),
      createPinTopics(ports),
    ),
  }
}
