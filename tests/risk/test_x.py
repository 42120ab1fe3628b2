from tests.cast import *
def test_a(cast, enter):
    a_case(cast.worker); r=a_report(cast.officer,cast)
    print(r.level, r.number)
    for who in cast.everybody():
        c=enter(who.user)
        for u in ("/","/inbox/","/cases/","/doorstep/","/search/","/projects/","/projects/klucis-test/",f"/doorstep/{r.pk}/"):
            x=c.get(u); print(who.user.name,u,x.status_code)
