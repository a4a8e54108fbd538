import type { Management } from 'auth0';
import { boundNames, OURS } from './deploy-rig.ts';
import type { Plant } from './doctor-plant.ts';
import type { DoctorRig } from './doctor-rig.ts';

const bind = ({ auth0 }: DoctorRig, names: readonly string[]) =>
  auth0.actions.triggers.bindings.updateMany('post-login', {
    bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
  });

export const bound =
  (names: readonly string[]): Plant =>
  async (rig) => {
    await bind(rig, names);
    return () => bind(rig, OURS);
  };

/** @param place where among ours it is bound */
export const anotherAction =
  (place: number, code: string): Plant =>
  async (rig) => {
    const { auth0 } = rig;
    const { id = '' } = await auth0.actions.create({
      name: 'another',
      code,
      runtime: 'node22',
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
    });
    await built(rig, id);
    await auth0.actions.deploy(id);
    const before = await boundNames(auth0);
    await bind(rig, [...before.slice(0, place), 'another', ...before.slice(place)]);
    return async () => {
      await bind(rig, OURS);
      await auth0.actions.delete(id);
    };
  };

async function built({ auth0 }: DoctorRig, id: string): Promise<void> {
  while ((await auth0.actions.get(id)).status !== 'built') await new Promise((resolve) => setTimeout(resolve, 20));
}

async function ourAction({ auth0 }: DoctorRig, index: number) {
  const { data } = await auth0.actions.list({ actionName: OURS[index] ?? '' });
  const { id = '' } = data[0] ?? {};
  return auth0.actions.get(id);
}

export const changedAction =
  (
    index: number,
    change: (action: Management.GetActionResponseContent) => Management.UpdateActionRequestContent,
    isDeployed = true,
  ): Plant =>
  async (rig) => {
    const { auth0 } = rig;
    const action = await ourAction(rig, index);
    const id = action.id ?? '';
    const put = async (content: Management.UpdateActionRequestContent, deploys: boolean) => {
      await auth0.actions.update(id, content);
      await built(rig, id);
      if (deploys) await auth0.actions.deploy(id);
    };
    await put(change(action), isDeployed);
    return () => put({ code: action.code ?? '', runtime: 'node22' }, true);
  };
