import * as fc from 'fast-check'

/** One step of a run. Numbers choose among what there is, whatever that may be by then. */
export type Operation =
  | { readonly kind: 'post' | 'edit'; readonly device: number; readonly channel: number; readonly at: number }
  | { readonly kind: 'delete' | 'pin' | 'read'; readonly device: number; readonly channel: number; readonly at: number }
  | { readonly kind: 'rename'; readonly device: number; readonly channel: number; readonly at: number }
  | { readonly kind: 'unpinAll' | 'join' | 'leave'; readonly device: number; readonly channel: number }
  /** A basic group becomes a supergroup, which is one more channel from then on. */
  | { readonly kind: 'migrate'; readonly device: number }
  /** The creator and admins bring somebody in, throw out, let in again, or make an admin or a plain member. */
  | {
      readonly kind: 'invite' | 'ban' | 'pardon' | 'promote' | 'demote'
      readonly device: number
      readonly channel: number
      readonly who: number
    }
  | { readonly kind: 'receive' | 'lose' | 'offline' | 'online'; readonly device: number }
  /** A copy is made of all that a device has, or takes its place; or it asks for what it missed, and the answer is lost. */
  | { readonly kind: 'copy' | 'restore' | 'askInVain'; readonly device: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** The server forgets all changes but for the last. */
  | { readonly kind: 'forget'; readonly keep: number }

export type Action = Extract<Operation, { readonly channel: number }>

const device = fc.nat(5)
const channel = fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.constant(2) })
const at = fc.nat(9)
const who = fc.nat(2)

const byAt = <Kind extends 'post' | 'edit' | 'delete' | 'pin' | 'read' | 'rename'>(kind: Kind) =>
  fc.record({ kind: fc.constant(kind), device, channel, at })
const plain = (kind: 'unpinAll' | 'join' | 'leave') => fc.record({ kind: fc.constant(kind), device, channel })
const about = (kind: 'invite' | 'ban' | 'pardon' | 'promote' | 'demote') =>
  // Those who do it are most often admins: the first user made the channels.
  fc.record({ kind: fc.constant(kind), device: fc.oneof(fc.nat(1), device), channel, who })
const ofDevice = (kind: 'receive' | 'lose' | 'offline' | 'online' | 'copy' | 'restore' | 'askInVain') =>
  fc.record({ kind: fc.constant(kind), device })
const seconds = fc.constantFrom(1, 3, 70, 400, 86_400, 40 * 86_400)

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 18, arbitrary: byAt('post') },
    { weight: 4, arbitrary: byAt('edit') },
    { weight: 4, arbitrary: byAt('delete') },
    { weight: 4, arbitrary: byAt('pin') },
    { weight: 1, arbitrary: plain('unpinAll') },
    { weight: 4, arbitrary: byAt('read') },
    { weight: 2, arbitrary: byAt('rename') },
    { weight: 8, arbitrary: plain('join') },
    { weight: 5, arbitrary: plain('leave') },
    { weight: 9, arbitrary: about('invite') },
    { weight: 4, arbitrary: about('ban') },
    { weight: 4, arbitrary: about('pardon') },
    { weight: 3, arbitrary: about('promote') },
    { weight: 2, arbitrary: about('demote') },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('migrate' as const), device: fc.nat(1) }) },
    { weight: 4, arbitrary: ofDevice('receive') },
    { weight: 4, arbitrary: ofDevice('lose') },
    { weight: 2, arbitrary: ofDevice('offline') },
    { weight: 3, arbitrary: ofDevice('online') },
    { weight: 2, arbitrary: ofDevice('copy') },
    { weight: 2, arbitrary: ofDevice('restore') },
    { weight: 2, arbitrary: ofDevice('askInVain') },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), keep: fc.nat(3) }) },
  ),
  { minLength: 5, maxLength: 80, size: 'max' },
)
