"""Common first names and surnames in the United States: evidence of which is which in a title.

From the public lists of the Social Security Administration (first names) and the Census Bureau
(surnames). A name that is missing here is still taken where its place says what it is.
"""

from collections.abc import Sequence

from core.rules.names.folding import fold, word_set

GIVEN_NAMES = word_set(
    """
    aaliyah aaron abby abel abigail abraham ada adam adan addison adela adolfo adrian adriana
    adrienne agnes ahmed aidan aiden aisha akash alan alana albert alberto alejandra alejandro
    alex alexa alexander alexandra alexis alfonso alfred alfredo ali alice alicia alina alisha
    alison allan allen allison alma alondra alvaro alyssa amanda amber amelia amina amir amit
    amy ana anabel anand anastasia andre andrea andres andrew andy angel angela angelica
    angelina angie anh anil anita anjali ankit ann anna annabelle anne annette annie anthony
    antonia antonio anya april araceli ariana ariel arjun armando arthur arturo arun asha
    ashley ashok asuncion aubrey audrey aurora austin ava avery ayesha bao barbara beatrice
    beatriz becky belen belinda ben benito benjamin bernadette bernard bertha beth betty
    beverly bianca bilal bill billy binh blanca bob bobby bonnie brad bradley brandi brandon
    brayan brenda brent brian briana brianna bridget bridgette brittany brock brooke brooklyn
    bruce bruno bryan bryanna bryce caitlin caleb calvin cameron camila camille candace carl
    carla carlos carlton carmela carmen carol carolina caroline carolyn carrie casey cassandra
    cassidy catalina catherine cathy cecilia cesar chad charlene charles charlie charlotte
    chase chau chelsea chelsey cheng cheryl chi chidi chinedu chloe chris christian christina
    christine christopher chuong cindy claire clara claudia clay cody cole colin colleen colton
    concepcion connie connor consuelo corey courtney craig cristian cristina cristobal crystal
    cuong curtis cynthia daisy dakota dalia dalton damian damon dan dana danica daniel daniela
    danielle danna danny darius darla darlene darnell darrell darren daryl dashawn dave david
    dawn dean deandre deanna debbie deborah debra deepa delaney delia demetrius demi denise
    dennis derek derrick deshawn desiree destiny devin devon diana diane diego dimitri dmitri
    dolores domingo dominic dominique don donald donna donovan doris dorothy doug douglas duane
    duc dustin dwayne dwight dylan earl ebony ed eddie edgar edith eduardo edward edwin efrain
    eileen elaine elena eli eliana elias elif elijah elisa elisabeth elise elizabeth ella ellen
    ellie eloisa eloy elsa elvira emeka emilia emiliano emilio emily emma emmanuel emmett
    encarnacion enrique erasmo eric erica erick erika erin ernest ernestina ernesto esmeralda
    esperanza esteban estefania estela esther ethan eugene eugenia eun eusebio eva evan evelyn
    everett ezra fabian fabiola faisal faith farah farid fatemeh fatima faye federico felicia
    felipe felix fernanda fernando fidel finn fiona flor florence frances francesca francine
    francis francisca francisco frank fred freddy frida gabriel gabriela gabrielle gail garrett
    gary gavin gene geoffrey george georgia gerald geraldine gerardo giang gilbert gilberto
    gilda gina giovanni gisela giselle gita gladys glenn gloria gonzalo grace graciela greg
    gregorio gregory greta griselda guadalupe guillermo gustavo gwen gwendolyn hailey hana
    hannah hao hari harley harold harper harpreet harry harvey hassan hayden hazel heather
    hector heidi helen henrietta henry herbert herman hernan hien hilda hoa holly hong hope
    horacio howard hugo humberto hussein hyun ian ibrahim ida ignacio igor ileana imelda ines
    ingrid irene irina iris irma isaac isabel isabella isabelle isaiah isha ismael israel itzel
    ivan ivette ivonne ivy jack jackie jackson jacob jacqueline jada jade jaden jaime jake
    jamal james jamie jan jane janet janice jaqueline jared jasmin jasmine jason jasper javier
    jay jayden jean jeanette jeannie jeff jeffrey jenifer jenna jennifer jenny jeremiah jeremy
    jerome jerrod jerry jesse jessica jessie jesus jill jillian jim jimena jimmy jin jo joan
    joann joanna joanne joaquin joaquina jocelyn joe joel joey johanna john johnny jolene jon
    jonah jonathan joon jordan jorge jose josefina joseph josephine joshua josie josue joy
    joyce juan juana juanita judith judy julia julian juliana julianna julie julieta julio jun
    june justin kaitlin kaitlyn kamal kamala kara karen kari karim karina karl karla karthik
    kate katelyn katelynn katherine kathie kathleen kathryn kathy katie katrina kavita kayla
    kaylee keaton keisha keith kelly kelsey ken kendall kendra kenia kenneth kenny kerry kevin
    khalid khanh kim kimberly kiran kirk kirsten krista kristen kristi kristin kristina
    kristine krystal kunal kurt kwame kyle lakshmi lamar lana lance laquisha lara larry latasha
    latisha latoya laura lauren laurie lawrence layla leah leila lena lenora leo leon leonard
    leonardo leonor leroy leslie lester leticia levi liam lidia lien lillian lily linda lindsay
    lindsey linh lisa lizbeth lloyd logan lois lonnie lorena lorenzo loretta lori lorna
    lorraine lou louis louise lourdes lucas lucia luciana lucila lucille lucinda lucy luis
    luisa luke lupe luther luz lydia lyle lynette lynn mabel mackenzie madeline madison
    magdalena mai malik mallory mandy manish manoj manpreet manuel manuela marc marcela
    marcella marcelo marcia marcie marco marcos marcus margaret margarita margie maria mariah
    mariana mariano maribel maricela marie mariela marilyn marina mario marisa marisol marissa
    maritza marjorie mark marla marlene marlon marquis marsha marta martha martin marvin mary
    maryam maryann mason mateo mathew matias matilde matt matthew maureen maurice mauricio
    maxine mayra mckenzie meena megan mehmet mei melanie melinda melissa melody melvin mercedes
    meredith mia micaela micah michael micheal michele michelle miguel mike mildred miles miley
    milton mina mindy minerva minh miranda miriam mirna misty mitchell mitzi mohamed mohammad
    mohammed moises molly monica monique morgan mustafa myra myrna nadia nadine nadira nancy
    nanette naomi nasir natalia natalie natalya natasha nate nathalie nathan nathaniel nayeli
    neal neil nelson nestor ngoc ngozi nhung nia nicholas nick nicolas nicole nicolette nikhil
    nikita nina noah noe noel noemi nolan nora norberto norma norman octavio ofelia oksana
    olena olga olive oliver olivia olu omar omari opal ophelia oscar osvaldo otis owen pablo
    paco padma paige paloma pam pamela paris parisa pat patricia patricio patrick patsy paul
    paula paulina pauline paulo pearl pedro peggy penelope penny perla pete peter phil philip
    phillip phyllis pilar pooja pradeep prakash prasad preston priscilla priya quang quentin
    quinn rachael rachel rafael rahul raj rajesh ralph ramesh ramiro ramon ramona ramsey
    randall randy rania raquel rashad rashid raul ravi ray raymond reagan rebecca refugio
    regina reina renata rene renee reyna reynaldo reza rhoda rhonda ricardo richard rick ricky
    rigoberto riley rita rob robert roberta roberto robin rocio rodney rodolfo rodrigo rogelio
    roger rohan roland rolando roman ron ronald ronnie rosa rosalinda rosario rose rosemarie
    rosemary roshan ross rowan roxana roxanne roy ruben ruby rudy rufus russell ruth ryan
    sabrina sachin sadia sadie sally salma salvador sam samantha samir samuel sandeep sandra
    sandy sanjay santiago sara sarah saul savanna savannah sawyer scott sean sebastian selena
    selma serena sergei sergio seth shane shanice shanika shannon sharon shaun shawn shawna
    sheila shelby shelly sherman sherri sherry shirley shreya shu siddharth sierra silvia simon
    simone sina skylar socorro sofia soledad sonia sonya soo sophia sophie spencer stacey stacy
    stanley stefan stefanie stella stephanie stephen sterling steve steven stuart sue summer
    sunil sunita suresh susan susana susie suzanne suzette svetlana sydney sylvester sylvia
    tabitha tamara tamika tammy tamsin tania tanisha tanya tara tariq tatiana taylor ted
    teodoro teresa teri terrell terri terry thanh thao thelma theo theodore theresa thi thomas
    thu thuy tien tiffany tim timothy tina tobias toby todd tom tomas tommy tomoko toni tony
    tonya tracy trang travis trevor tricia trinh trinidad trisha tristan troy tuan tuyen tyler
    tyrone tyson ulises uma usha valentin valentina valeria valerie vance vanessa vanita vera
    vernon veronica vicente vicki vicky victor victoria vijay vikram vilma vinay vince vincent
    viola violet violeta virgil virginia vishal vivian viviana vladimir wade walter wanda
    warren wayne wei wendy wesley whitney wilbur wilfredo william willie wilma winston xavier
    xiao ximena xiomara xitlali xochitl yadira yasmin yasmine yen yesenia ying yolanda yuki
    yusuf yvette yvonne zachariah zachary zahra zainab zane zara zelda zoe zoey zulema
    """
)

SURNAMES = word_set(
    """
    abdi abraham acosta adams adeyemi aguilar aguirre ahmed alexander ali allen alvarado
    alvarez anderson anthony arnold avila bailey baker barnes bell beltran benjamin bennett
    benson bishop blake boyd bradley brady brooks brown bryant bui burke burton butler cabrera
    calderon campbell campos cardenas carrillo carroll carter castaneda castillo castro
    cervantes chambers chan chang chapman chavez chen cheng cho choi chow christensen chu chung
    clark cohen cole coleman collins contreras cook cooper cortez cox craig crawford cruz
    cunningham curtis dang daniel daniels david davis dean delacruz delarosa delgado dennis
    diaz dinh dixon dominguez douglas duncan dunn duong duran edwards escobar espinoza estrada
    evans fernandez fields figueroa fisher fleming fletcher flores fong ford foster fowler fox
    francis francisco franklin freeman fuentes fuller gallegos garcia gardner garza george
    gibson gilbert gomez gonzales gonzalez gordon graham gray green greene gregory griffin
    guerra guerrero gupta gutierrez guzman hall hamilton hansen hanson harper harris harrison
    hart harvey hassan hawkins hayes henderson henry hernandez herrera hicks hill hoang hoffman
    holland holmes hopkins howard howell huang hudson huerta hughes hunt hunter hussain huynh
    ibarra ibrahim ivanov jackson james jenkins jensen jimenez johnson johnston jones jordan
    joseph juarez kaur keller kelley kelly kennedy kent khan kim king klein knight kowalski
    kumar lam lambert lane larson lau lawrence lawson lee leon leonard leung levy lewis li lim
    lin little liu lloyd logan long lopez lowe lozano lucero lugo luna ly lynch macias mack
    maldonado mann marquez marshall martin martinez mason mccoy mcdonald medina mehta mejia
    mendez mendoza mensah meyer miller mills miranda mitchell mohamed molina montgomery montoya
    moore mora morales moreno morgan morris morrison munoz murphy murray myers nash navarro
    neal nelson newman ng ngo nguyen nichols nolan novak nunez obrien ochoa oconnor okafor
    oliver olson orozco ortega ortiz owen owens pacheco padilla page palmer park parker patel
    patrick patterson paul payne pearson pena perez perry peterson petrov pham phan phillips
    pierce porter powell powers price quinn quintero ramirez ramos rao ray reddy reed reid
    reyes reynolds rice richardson riley rios rivas rivera robertson robinson robles rodriguez
    rogers rojas romero rosales rose ross roy rubio ruiz russell ryan salazar salinas sanchez
    sanders sandoval santiago santos sawyer schmidt schneider schultz schwartz scott serrano
    shah sharma shaw silva simmons simon sims singh smith snyder solis soto spencer stanley
    stephens stevens stewart stone stuart suarez sullivan sutton taylor terry thomas thompson
    todd torres tran trejo trevino trinh trujillo truong tucker turner tyler valdez valencia
    valenzuela vargas vasquez vazquez vega velasquez velez vernon villa villanueva villarreal
    vincent vo vu wade wagner walker wallace walsh walter walters wang ward warren washington
    watkins watson weaver webb weber welch wells wesley west wheeler white williams willis
    wilson wolf wong wood woods wright wu yang yoo yoon young zamora zhang zimmerman zuniga
    """
)

_COURTESY = frozenset({"don", "dona"})
_SPANISH_GIVEN_NAMES = word_set(
    """
    adela adolfo alberto alejandro alfonso alfredo alicia alvaro amparo andres angela antonia
    antonio arturo beatriz benito berta blanca carlos carlota carmen catalina cesar concepcion
    consuelo cristina cristobal dolores domingo eduardo elena elvira emilia emilio enrique ernesto
    esperanza esteban eugenio eusebio felipe fernando fidel francisca francisco gabriela gerardo
    gilberto gloria gonzalo graciela gregorio guadalupe guillermo gustavo hector hernan hilario
    hortensia ignacio ines isabel jacinto jaime javier jesus joaquin jorge jose josefa josefina
    juan juana julia julio leonor leopoldo leticia lorenzo lourdes lucia luis luisa lupe manuel
    manuela marcelino marcos margarita maria mariana mario marta mateo matilde mauricio mercedes
    miguel nicolas ofelia olga oscar pablo patricio pedro pilar rafael ramiro ramon raquel raul
    refugio ricardo roberto rocio rodolfo rodrigo rogelio rosa rosario ruben salvador santiago
    sebastian sergio silvia simon sofia soledad susana teodoro teresa tomas veronica vicente victor
    yolanda
    """
)


def follows_courtesy(words: Sequence[str]) -> bool:
    """Tell "Don Miguel", a courtesy before a Spanish first name, from "Don Smith", a first name."""
    if len(words) < 2 or fold(words[0]) not in _COURTESY:  # noqa: PLR2004
        return False
    return "\u00f1" in words[0].casefold() or fold(words[1]) in _SPANISH_GIVEN_NAMES
