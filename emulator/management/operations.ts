/** Loads and registers what is emulated: every file of `resources/`. */
import { readdirSync } from 'node:fs';
import type { Operations } from './operation.ts';
import type { Resource } from './resource.ts';

const folder = new URL('./resources/', import.meta.url);

async function load(file: string): Promise<Resource> {
  const { resource }: { resource?: Resource } = await import(new URL(file, folder).href);
  if (resource === undefined) throw new TypeError(`${file} exports no resource`);
  if (resource.name !== file.replace(/\.\w+$/, '')) throw new TypeError(`${file} declares ${resource.name}`);
  return resource;
}

/** Returns the operations of all of them by key. Throws where two resources declare the same one. */
export function operationsOf(resources: readonly Resource[]): Operations {
  const all = resources.flatMap(({ name, operations: own }) => Object.keys(own).map((key) => ({ key, name })));
  const twice = all.find(({ key, name }) => all.some((other) => other.key === key && other.name !== name));
  if (twice !== undefined) throw new TypeError(`${twice.key} is declared twice, one time by ${twice.name}`);
  return Object.assign({}, ...resources.map(({ operations: own }) => own));
}

/** Lists every resource, by the name of its file. */
export const resources: readonly Resource[] = await Promise.all(
  readdirSync(folder)
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .sort()
    .map(load),
);

/** Returns the published query parameters that an operation refuses as unknown. */
export const leftOutOf = (key: string): readonly string[] => resources.flatMap(({ leftOut }) => leftOut?.[key] ?? []);

/** Lists every emulated operation by the name of the published specification. */
export const operations: Operations = operationsOf(resources);
