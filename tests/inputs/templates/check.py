#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the expectation files against their templates: ids, types, requirement ids, property paths; adds nothing."""
import yaml,glob,sys,os
class L(yaml.SafeLoader): pass
def tag(l,suffix,node):
    v=l.construct_scalar(node) if isinstance(node,yaml.ScalarNode) else l.construct_sequence(node,True) if isinstance(node,yaml.SequenceNode) else l.construct_mapping(node,True)
    k='Ref' if suffix=='Ref' else 'Condition' if suffix=='Condition' else 'Fn::'+suffix
    if k=='Fn::GetAtt' and isinstance(v,str): v=v.split('.',1)
    return {k:v}
L.add_multi_constructor('!',tag)
here=os.path.dirname(os.path.abspath(__file__)); os.chdir(here)
reqs=yaml.safe_load(open('requirements.yaml')); bad=0; n=0; tot={'meets':0,'breaks':0,'unknown':0}; res=0; unl={}; used=set(); types=set()
for f in sorted(glob.glob('*.expect.yaml')):
    e=yaml.safe_load(open(f)); t=yaml.load(open(e['template']),L); n+=1
    R=t['Resources']
    for r in R: types.add(R[r]['Type'])
    for i,x in e['resources'].items():
        res+=1
        if i not in R: print(f,'no resource',i); bad+=1; continue
        if R[i]['Type']!=x['type']: print(f,i,'type',R[i]['Type']); bad+=1
        if R[i].get('Condition')!=x.get('condition'): print(f,i,'condition',R[i].get('Condition')); bad+=1
        ids=list(x.get('meets',[]))+[b['req'] for b in x.get('breaks',[])]+[b['req'] for b in x.get('unknown',[])]
        for q in ids:
            if q not in reqs: print(f,i,'unknown requirement',q); bad+=1
            used.add(q)
        both=set(x.get('meets',[]))&{b['req'] for b in x.get('breaks',[])}
        if both: print(f,i,'both',both); bad+=1
        for k in tot: tot[k]+=len(x.get(k,[]))
        for b in x.get('breaks',[])+x.get('unknown',[]):
            o=R[i]; parts=b['at'].split('.'); missing=False
            for p in parts:
                if isinstance(o,list) and p.isdigit() and int(p)<len(o): o=o[int(p)]
                elif isinstance(o,dict) and p in o: o=o[p]
                else: missing=True; break
            if missing and not ('missing' in b['why'] or 'no ' in b['why'] or 'nobody' in b['why']): print(f,i,b['at'],'does not exist, why =',b['why']); bad+=1
            if not missing and b['why'].startswith('missing'): print(f,i,b['at'],'exists, but why =',b['why']); bad+=1
    rest=[r for r in R if r not in e['resources']]
    if rest: unl[e['template']]=[f"{r}:{R[r]['Type']}" for r in rest]
print(n,'files',res,'resources',tot,len(types),'types; requirements unused:',sorted(set(reqs)-used)); print('unlisted',unl); sys.exit(bad>0)
