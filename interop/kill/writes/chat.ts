import type { api } from '@chappe/tl-codec/api'
import type { SeededRandom } from '../../../packages/transport/src/simulator/random.ts'
import type { Change, Ledger } from '../ledger.ts'
import type { Person } from '../people.ts'

/** One person's side of a chat; one actor writes all that this person writes there. */
export interface Chat {
  readonly me: Person
  /** The same as `me` for the saved messages. */
  readonly other: Person
  readonly peer: api.inputPeerUser
  readonly ledger: Ledger
  readonly random: SeededRandom
  readonly messages: SentMessages
  /** The people into whose chats with `me` what is sent here may be forwarded. */
  readonly forwardTo: readonly number[]
  /** A name that nothing else in the run has. */
  newName(start: string): string
  newRandomId(): bigint
  /** Everything that came in up to this message counts as read from now on. */
  noteRead(id: number): void
}

/** A message that was sent here by `me`. */
export interface SentMessage {
  readonly tag: string
  readonly kind: 'text' | 'poll' | 'contact' | 'todo' | 'file'
  readonly id: number
  readonly randomId: bigint
}

/** Those that are still there for their sender, as far as was acknowledged. */
export interface SentMessages {
  add(sent: SentMessage): void
  pick(accept?: (sent: SentMessage) => boolean): SentMessage | undefined
}

const KEPT = 40

export function openChat(options: Omit<Chat, 'peer' | 'messages'>): Chat {
  const { me, other, ledger, random } = options
  const peer = me.names[other.index]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  let messages: SentMessage[] = []
  return {
    ...options,
    peer,
    messages: {
      add(sent) {
        messages.push(sent)
      },
      pick(accept = () => true) {
        messages = messages.filter(({ tag }) => ledger.value(me.index, `message ${tag}`) !== undefined).slice(-KEPT)
        const accepted = messages.filter(accept)
        return accepted[random.int(accepted.length)]
      },
    },
  }
}

/** The same fact of a message in the boxes of both, or of one for the saved messages. */
export function inBoth({ me, other }: Chat, fact: string, value: (chat: number) => string | undefined): Change[] {
  const mine: Change = { person: me.index, fact, value: value(other.index) }
  return me === other ? [mine] : [mine, { person: other.index, fact, value: value(me.index) }]
}

export function inMine({ me }: Chat, fact: string, value: string | undefined): Change[] {
  return [{ person: me.index, fact, value }]
}

/** The refusals of people who do not want to hear of each other at the moment. */
export const BLOCKED: readonly string[] = ['USER_IS_BLOCKED', 'YOU_BLOCKED_USER']

/** Under which number the answer says that something was sent. */
export function sentId(answer: api.Updates, randomId: bigint): number {
  if (answer._ === 'updateShortSentMessage') return answer.id
  const updates = answer._ === 'updates' ? answer.updates : []
  const named = updates.find((update) => update._ === 'updateMessageID' && update.randomId === randomId)
  if (named?._ !== 'updateMessageID') throw new TypeError(`${answer._} does not say what was sent`)
  return named.id
}
