import * as fc from 'fast-check'

/** One step of a run. Numbers choose among what there is, whatever that may be by then. */
export type Operation =
  | {
      readonly kind: 'send' | 'edit' | 'draft' | 'react' | 'forward'
      readonly device: number
      readonly peer: number
      readonly at: number
      readonly text: string
    }
  | {
      readonly kind: 'delete' | 'read' | 'pin' | 'pinSaved' | 'pinMessage' | 'archive' | 'mute' | 'mark'
      readonly device: number
      readonly peer: number
      readonly at: number
      readonly flag: boolean
    }
  | { readonly kind: 'deleteChat'; readonly device: number; readonly peer: number; readonly flag: boolean }
  /** In the group: it is called something else; somebody is brought into it, removed, or goes. */
  | { readonly kind: 'rename'; readonly device: number; readonly text: string }
  | { readonly kind: 'add' | 'remove'; readonly device: number; readonly who: number }
  | { readonly kind: 'leave'; readonly device: number }
  | { readonly kind: 'reorder'; readonly device: number; readonly order: readonly number[]; readonly flag: boolean }
  | { readonly kind: 'receive' | 'lose' | 'offline' | 'online'; readonly device: number }
  /** A copy is made of all that a device has, or takes its place; or it asks for what it missed, and the answer is lost. */
  | { readonly kind: 'copy' | 'restore' | 'askInVain'; readonly device: number }
  /** Time passes; or the clock of the server is set back. */
  | { readonly kind: 'wait'; readonly seconds: number }
  /** The server forgets all changes but for the last. */
  | { readonly kind: 'forget'; readonly keep: number }

const device = fc.nat(5)
const peer = fc.nat(3)
const at = fc.nat(9)
const flag = fc.boolean()
const text = fc.constantFrom('a', 'b', 'c', 'd', 'e')

const withText = (kind: 'send' | 'edit' | 'draft' | 'react' | 'forward'): fc.Arbitrary<Operation> =>
  fc.record({ kind: fc.constant(kind), device, peer, at, text })
const withFlag = (
  kind: 'delete' | 'read' | 'pin' | 'pinSaved' | 'pinMessage' | 'archive' | 'mute' | 'mark',
): fc.Arbitrary<Operation> => fc.record({ kind: fc.constant(kind), device, peer, at, flag })
const ofDevice = (
  kind: 'receive' | 'lose' | 'offline' | 'online' | 'copy' | 'restore' | 'askInVain',
): fc.Arbitrary<Operation> => fc.record({ kind: fc.constant(kind), device })
const seconds = fc.constantFrom(1, 3, 70, 86_400, 40 * 86_400, -300)

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: withText('send') },
    { weight: 4, arbitrary: withText('edit') },
    { weight: 4, arbitrary: withText('react') },
    { weight: 4, arbitrary: withText('forward') },
    { weight: 2, arbitrary: withText('draft') },
    { weight: 2, arbitrary: withFlag('delete') },
    { weight: 3, arbitrary: withFlag('read') },
    { weight: 2, arbitrary: withFlag('pin') },
    { weight: 3, arbitrary: withFlag('pinMessage') },
    { weight: 5, arbitrary: withFlag('pinSaved') },
    { weight: 2, arbitrary: withFlag('archive') },
    { weight: 3, arbitrary: withFlag('mute') },
    { weight: 3, arbitrary: withFlag('mark') },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('deleteChat' as const), device, peer, flag }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('reorder' as const),
        device,
        order: fc.shuffledSubarray([0, 1, 2]),
        flag,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), device, text }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), device, who: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), device, who: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), device }) },
    { weight: 3, arbitrary: ofDevice('receive') },
    { weight: 4, arbitrary: ofDevice('lose') },
    { weight: 1, arbitrary: ofDevice('offline') },
    { weight: 2, arbitrary: ofDevice('online') },
    { weight: 2, arbitrary: ofDevice('copy') },
    { weight: 2, arbitrary: ofDevice('restore') },
    { weight: 2, arbitrary: ofDevice('askInVain') },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('forget' as const), keep: fc.nat(3) }) },
  ),
  { minLength: 5, maxLength: 80, size: 'max' },
)
