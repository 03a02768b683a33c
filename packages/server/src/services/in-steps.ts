import type { Store, Transaction } from '../store/store.ts'

/** Runs a unit again and again as long as it does as much as it may at once, so that others have their turn in between. */
export async function inSteps(
  { transaction }: Pick<Store, 'transaction'>,
  limit: number,
  step: (tx: Transaction, limit: number) => Promise<number>,
): Promise<void> {
  while ((await transaction((tx) => step(tx, limit))) === limit);
}
