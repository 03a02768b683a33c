import type { api } from '@chappe/tl-codec/api'
import type { SeededRandom } from '../../../packages/transport/src/simulator/random.ts'
import type { Change, Ledger } from '../ledger.ts'
import type { Person } from '../people.ts'

/** One person's side of a chat; whatever that person writes there goes through one lane. */
export interface Chat {
  readonly me: Person
  /** The same as `me` for the saved messages. */
  readonly other: Person
  readonly peer: api.inputPeerUser
  readonly ledger: Ledger
  readonly random: SeededRandom
  readonly letters: Letters
  /** The people into whose chats with `me` what is sent here may be forwarded. */
  readonly forwardTo: readonly number[]
  /** A name that nothing else in the run has. */
  newName(start: string): string
  newRandomId(): bigint
  /** Everything that came in up to this message counts as read from now on. */
  noteRead(id: number): void
}

/** A message that was sent here by `me`. */
export interface Letter {
  readonly tag: string
  readonly kind: 'text' | 'poll' | 'contact' | 'todo'
  readonly id: number
  readonly randomId: bigint
}

/** Those that are still there for their sender, as far as was acknowledged. */
export interface Letters {
  add(letter: Letter): void
  pick(accept?: (letter: Letter) => boolean): Letter | undefined
}

const KEPT = 40

export function openChat(options: Omit<Chat, 'peer' | 'letters'>): Chat {
  const { me, other, ledger, random } = options
  const peer = me.names[other.place]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  let letters: Letter[] = []
  return {
    ...options,
    peer,
    letters: {
      add(letter) {
        letters.push(letter)
      },
      pick(accept = () => true) {
        letters = letters.filter(({ tag }) => ledger.value(me.place, `message ${tag}`) !== undefined).slice(-KEPT)
        const accepted = letters.filter(accept)
        return accepted[random.int(accepted.length)]
      },
    },
  }
}

/** The same fact of a message in the boxes of both, or of one for the saved messages. */
export function inBoth({ me, other }: Chat, fact: string, value: (chat: number) => string | undefined): Change[] {
  const mine: Change = { person: me.place, fact, value: value(other.place) }
  return me === other ? [mine] : [mine, { person: other.place, fact, value: value(me.place) }]
}

export function inMine({ me }: Chat, fact: string, value: string | undefined): Change[] {
  return [{ person: me.place, fact, value }]
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
