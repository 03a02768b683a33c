import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { Chat } from './chat.ts'

/**
 * Empties a chat wholly, for oneself or for both. Only for chats into which nobody else writes: what comes in meanwhile
 * would be deleted or not.
 */
export function deleteChatPlans(chat: Chat): Plans {
  return [[1, () => deleteChat(chat)]]
}

function deleteChat({ me, other, peer, ledger, random }: Chat): Write {
  const revoke = random.chance(0.5)
  const isHere = (fact: string): boolean => ledger.value(me.index, fact)?.startsWith(`with ${other.index}: `) === true
  const facts = ledger.names(me.index, 'message ').filter(isHere)
  const changes = facts.map((fact): Change => ({ person: me.index, fact, value: undefined }))
  if (revoke && me !== other) {
    // What was deleted here alone before stays there.
    for (const fact of facts) {
      const theirs = fact.replace(`forwarded to ${other.index}`, `forwarded to ${me.index}`)
      changes.push({ person: other.index, fact: theirs, value: undefined })
    }
  }
  return {
    kind: revoke ? 'delete chat for both' : 'delete chat',
    changes,
    async perform() {
      await me.client.call({ _: 'messages.deleteHistory', peer, maxId: 0, revoke })
    },
  }
}
