import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createDiscussionGroup } from './discussion-group.ts'
import { createGetReplies } from './get-replies.ts'
import { createReadDiscussion } from './read-discussion.ts'

/** "Threads" and "Discussion groups": what is answered in supergroups, and commented on below posts. */
export function createThreadsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(createDiscussionGroup(ports), createGetReplies(ports), createReadDiscussion(ports)),
  }
}
